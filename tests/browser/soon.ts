/** For what is not waited for by Chromium itself: as patient, since it is behind a browser and a system, on a busy machine. */
export const soon = { timeout: 10_000 }
