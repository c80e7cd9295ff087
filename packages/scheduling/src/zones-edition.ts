// Made by `npm run zones -- make` from moment-timezone 0.6.6: change it by that alone.
/** The edition of the IANA time zone database that the table is of. */
export const ZONES_EDITION = '2026f'
