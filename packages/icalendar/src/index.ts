export { feedOf, fileOf, type Invitation, invitationOf, type Recipient } from './calendar.ts'
