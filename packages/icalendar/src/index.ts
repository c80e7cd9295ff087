export { calendarOf, type Invitation, invitationOf, type Recipient } from './calendar.ts'
