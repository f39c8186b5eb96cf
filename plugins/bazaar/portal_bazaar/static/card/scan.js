// Scanning within the page, where the browser can read codes; elsewhere the dialog says how the
// phone's own camera does it.
import { tokenOf } from "./codes.js";

export function scanner(dialog, words, found, type) {
  const video = dialog.querySelector("[data-video]");
  const how = dialog.querySelector("[data-scan-how]");
  const problem = dialog.querySelector("[data-scan-error]");
  let stream = null;

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
  };
  dialog.addEventListener("close", stop);
  dialog.querySelector("[data-scan-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-scan-type]").addEventListener("click", () => { dialog.close(); type(); });

  return async () => {
    problem.hidden = true;
    how.hidden = false;
    dialog.showModal();
    if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices) return;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      problem.textContent = words.cameraRefused;
      problem.hidden = false;
      return;
    }
    if (!dialog.open) { stop(); return; }
    how.hidden = true;
    video.hidden = false;
    video.srcObject = stream;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream) {
      const codes = await detector.detect(video).catch(() => []);
      const token = codes.map((code) => tokenOf(code.rawValue)).find(Boolean);
      if (token) { dialog.close(); found(token); return; }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  };
}
