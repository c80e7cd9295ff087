export { type FeedEntry, fileOf, type Invitation, invitationOf, type Recipient, writeFeed } from './calendar.ts'
