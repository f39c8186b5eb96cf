// What every page has. A part does nothing where its markup is missing.
import "./unsent.js"; // first: what keeps somebody from signing out asks before anything else
import "./kept.js";
import "./keys.js";
import "./menu.js";
import "./tabs.js";
import "./suggest.js";
import "./toast.js";
import "./editor.js";
import "./fields.js";
import "./choosing.js";
import "./unsaved.js";
import "./autosave.js";
import "./upload.js";
import "./progress.js";
