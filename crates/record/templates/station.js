// Opens the station that an address leads to, or the one whose statement it leads to. Without this file it is opened by hand.
"use strict";
(() => {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const sheet = target?.closest("details.sheet");
    if (!sheet || sheet.open) return;
    sheet.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
