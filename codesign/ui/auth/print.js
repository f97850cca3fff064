// The one button of the page prints it; without scripts, the browser's own menu does.
"use strict";
document.getElementById("print").addEventListener("click", () => window.print());
