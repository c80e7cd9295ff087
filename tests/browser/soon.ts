/** For waits of a test itself: as patient as Chromium's own, since a browser and a system are behind them on a busy machine. */
export const soon = { timeout: 10_000 }
