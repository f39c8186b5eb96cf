import io

from portal.roster.services import *


def test_it(session, make, sign_in, work):
    a = make.unit("Skolen", kind="institution")
    b = make.unit("Matematik", parent=a)
    csv = "Navn;E-mail;Enhed;Funktion;Fra\r\nAne Åse;ANE@skole.dk;Matematik;Underviser;01-02-2020\r\nAne Åse;ane@skole.dk;Skolen;Leder;\r\nBo;bo@;Matematik;Leder;\r\n".encode(
        "cp1252"
    )
    admin = sign_in("admin")
    r = admin.post(
        "/admin/lists/people",
        {"file": (io.BytesIO(csv), "x.csv")},
        content_type="multipart/form-data",
    )
    assert r.status_code == 303, r.text
    page = admin.page(r.location)
    r2 = admin.post(r.location + "/apply", {"role": "staff", "invite": "now", "language": "da"})
    assert r2.status_code == 303, r2.text
    print(admin.page(r.location)[:0])
    work()
    page = admin.page(r.location)
    assert "Done" in page, page
    from portal.accounts.services import find_user

    u = find_user(session, "ane@skole.dk")
    assert len(u.memberships) == 2 and u.invited_at
    x = admin.get("/admin/lists/people/export.csv")
    r = admin.post(
        "/admin/lists/people",
        {"file": (io.BytesIO(x.data), "x.csv")},
        content_type="multipart/form-data",
    )
    assert "There is nothing to do" in admin.page(r.location)
    x = admin.get("/admin/lists/units/export.xlsx")
    r = admin.post(
        "/admin/lists/units",
        {"file": (io.BytesIO(x.data), "x.xlsx")},
        content_type="multipart/form-data",
    )
    assert "There is nothing to do" in admin.page(r.location)
