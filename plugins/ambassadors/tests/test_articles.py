"""Articles: who writes and reads them, and that nothing leaks before they are published."""

import pytest
from portal_ambassadors.articles import services as rules
from portal_ambassadors.articles.services import ArticleData, InvalidArticle
from portal_ambassadors.articles.states import KIND, State
from portal_ambassadors.models import Article, ArticleAuthor
from sqlalchemy import select

from portal.api import NotAllowed, PortalError

MOST = "99999999999999999999"
CANARY = "kanariefugl"


@pytest.fixture
def article(session, make, ambassador):
    """A committed article by a new ambassador: `article("Title", published=True)`."""

    def write(title="What we tried", *, published=False, author=None, text=f"Om en {CANARY}."):
        author = author or ambassador("Anna Author").user
        actor = make.actor_of(author)
        data = ArticleData(title=title, lead="Two lines.", text=text, author_ids=[author.id])
        one = rules.create(session, actor, data)
        if published:
            rules.publish(session, actor, one)
        session.commit()
        return one

    return write


def test_who_may_write(session, make, ambassador):
    data = ArticleData(title="T", author_ids=[make.user().id])
    with pytest.raises(NotAllowed):
        rules.create(session, make.actor("staff"), data)
    with pytest.raises(NotAllowed):
        rules.create(session, make.actor("ambassador"), data)  # the role alone is no profile
    assert rules.create(session, make.actor("organiser"), data).status == State.DRAFT
    assert rules.create(session, make.actor_of(ambassador().user), data).id


def test_a_draft_is_nowhere_for_others(session, sign_in, article, work):
    one = article(f"About a {CANARY}")
    work()
    stranger = sign_in("staff")
    for address in (f"/ambassadors/articles/{one.id}", f"/history/{KIND}/{one.id}/"):
        assert stranger.get(address).status_code == 404
    for verb in ("publish", "take-down", "unpublish", "edit"):
        assert stranger.post(f"/ambassadors/articles/{one.id}/{verb}").status_code == 404
    for address in (
        "/",
        "/ambassadors/articles/",
        f"/search?q={CANARY}",
        f"/ambassadors/{session.scalar(select(Article.id))}",
    ):
        found = stranger.get(address).text.replace(f'value="{CANARY}"', "")
        assert "About a" not in found, address
    # The author and who coordinates read it.
    author = sign_in(one.author_rows[0].user)
    assert CANARY in author.page(f"/ambassadors/articles/{one.id}")
    assert "About a" in author.page("/ambassadors/articles/")
    assert CANARY in sign_in("organiser").page(f"/ambassadors/articles/{one.id}")


def test_published_taken_down_and_back(session, sign_in, ambassador, article, work):
    author = ambassador("Anna Author")
    one = article("A week outdoors", author=author.user)
    mine, reader = sign_in(author.user), sign_in("staff")
    assert mine.post(f"/ambassadors/articles/{one.id}/publish").status_code == 303
    work()
    for address in (
        "/",
        "/ambassadors/articles/",
        f"/ambassadors/{author.id}",
        f"/search?q={CANARY}",
        f"/ambassadors/articles/{one.id}",
    ):
        assert "A week outdoors" in reader.page(address), address
    assert reader.post(f"/ambassadors/articles/{one.id}/take-down").status_code == 403
    assert mine.post(f"/ambassadors/articles/{one.id}/take-down").status_code == 303
    assert "Undo" in mine.page(f"/ambassadors/articles/{one.id}")
    work()
    for address in ("/", "/ambassadors/articles/", f"/ambassadors/{author.id}", "/search?q=week"):
        assert "A week outdoors" not in reader.page(address), address
    assert reader.get(f"/ambassadors/articles/{one.id}").status_code == 404
    first = one.published_at
    assert mine.post(f"/ambassadors/articles/{one.id}/publish").status_code == 303
    session.expire_all()
    assert (one.status, one.published_at) == (State.PUBLISHED, first)


def test_the_undo_of_a_first_publishing_is_a_draft(session, make, article):
    one = article(published=True)
    rules.unpublish(session, make.actor_of(one.author_rows[0].user), one)
    assert (one.status, one.published_at) == (State.DRAFT, None)


def test_without_text_nothing_is_published(session, make, article):
    one = article(text="")
    with pytest.raises(PortalError):
        rules.publish(session, make.actor_of(one.author_rows[0].user), one)


def test_written_in_the_browser(session, sign_in, ambassador, make):
    author, other = ambassador("Anna Author").user, make.user("Bo Both")
    person = sign_in(author)
    assert "Anna Author" in person.page("/ambassadors/articles/new")
    sent = person.post(
        "/ambassadors/articles/new",
        {
            "title": " Two  classes ",
            "lead": "L",
            "text": "**Bold**",
            "author_ids": [str(author.id), str(other.id)],
        },
    )
    (one,) = session.scalars(select(Article))
    assert sent.status_code == 303 and one.title == "Two classes"
    assert one.author_ids == [author.id, other.id]
    page = person.page(f"/ambassadors/articles/{one.id}")
    assert "<strong>Bold</strong>" in page and "Bo Both" in page
    assert "Two classes" in person.page(f"/history/{KIND}/{one.id}/")


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("title", {"title": " \x00"}),
        ("title", {"title": "x" * 161}),
        ("lead", {"lead": "x" * 401}),
        ("text", {"text": "x" * 20_001}),
        ("author_ids", {"author_ids": MOST}),
        ("author_ids", {"author_ids": "nobody of that name"}),
        ("author_ids", {"author_ids": []}),
    ],
)
def test_what_cannot_be_is_said_in_its_field(session, sign_in, ambassador, field, data):
    author = ambassador("Anna Author").user
    values = {"title": "T", "lead": "kept words", "author_ids": str(author.id), **data}
    sent = sign_in(author).post("/ambassadors/articles/new", values)
    assert sent.status_code == 422 and f'id="{field}' in sent.text
    assert "is-invalid" in sent.text and (field == "lead" or "kept words" in sent.text)
    assert session.scalars(select(Article)).all() == []


def test_nonsense_addresses(sign_in, article):
    one = article(published=True)
    person = sign_in("organiser")
    assert person.get("/ambassadors/articles/?page=-3").status_code == 200
    assert person.get(f"/ambassadors/articles/?page={MOST}").status_code in (200, 404)
    assert person.get("/ambassadors/articles/4711").status_code == 404
    assert person.get(f"/ambassadors/articles/{MOST}").status_code == 404
    assert person.post(f"/ambassadors/articles/{one.id}/edit", {"version": "x"}).status_code == 422
    assert person.get(f"/ambassadors/articles/{one.id}/edit?draft=x").status_code == 200


def test_a_lost_race_shows_both_versions(session, make, sign_in, article):
    one = article("First")
    author = sign_in(one.author_rows[0].user)
    form = {
        "title": "First",
        "lead": "Two lines.",
        "text": "Mine.",
        "author_ids": str(one.author_ids[0]),
        "version": str(one.version),
        "based_on": "1",
    }
    data = ArticleData(title="First", lead="Two lines.", text="Theirs.", author_ids=one.author_ids)
    rules.change(session, make.actor("organiser"), one, data)
    session.commit()
    sent = author.post(f"/ambassadors/articles/{one.id}/edit", form)
    assert sent.status_code == 409 and "Mine" in sent.text and "Theirs" in sent.text
    session.expire_all()
    assert one.text == "Theirs."


def test_the_same_again_is_no_change(session, make, article):
    one = article()
    version = one.version
    actor = make.actor_of(one.author_rows[0].user)
    assert not rules.change(session, actor, one, rules.data_of(one))
    assert one.version == version
    with pytest.raises(InvalidArticle):
        rules.change(session, actor, one, ArticleData(title="T"))


def test_somebody_leaves(session, make, ambassador, article):
    from portal_ambassadors.articles.showing import erase_user, export_user

    user = ambassador("Anna Author").user
    draft, shown = article("Draft", author=user), article("Shown", author=user, published=True)
    ids = (draft.id, shown.id)
    found = export_user(session, user)["ambassador_articles"]
    assert [one["title"] for one in found] == ["Draft", "Shown"]
    erase_user(session, user)
    session.commit()
    assert session.scalars(select(ArticleAuthor)).all() == []
    assert session.get(Article, ids[0]) is None
    assert session.get(Article, ids[1]).author_ids == []
    assert export_user(session, user) == {}


def test_a_list_takes_few_queries(sign_in, article, count_queries):
    person = sign_in("staff")

    def count():
        found = []
        for _time in range(3):  # now and then the portal asks whether plugins were switched
            with count_queries() as queries:
                person.page("/ambassadors/articles/")
            found.append(len(queries))
        return min(found)

    for number in range(2):
        article(f"Number {number}", published=True)
    few = count()
    for number in range(12):
        article(f"More {number}", published=True)
    assert count() == few
