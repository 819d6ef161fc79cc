/**
 * The context each sealed column is bound to: table, column and row. A value copied to another place does not
 * open there. One list, so that who seals and who opens cannot disagree.
 */
export const sealedIn = {
  chatState: (chatId: string) => `chat.state:${chatId}`,
  messageBody: (chatId: string) => `message.body:${chatId}`,
  applicationValues: (applicationId: string) => `application.values:${applicationId}`,
  /** JSON of what the form says, but for its date. */
  revisionForm: (applicationId: string, revision: number) =>
    `form_revision.form:${applicationId}:${revision}`,
  /** JSON of RequestedScan[]. */
  applicationRequested: (applicationId: string) => `application.requested:${applicationId}`,
  applicationDecisionReason: (applicationId: string) => `application.decision_reason:${applicationId}`,
  decisionDetail: (applicationId: string) => `decision.detail:${applicationId}`,
  /** JSON of a ScanReading. */
  scanReading: (scanId: string) => `scan.reading:${scanId}`,
  credentialSecret: (applicationId: string) => `credential.secret:${applicationId}`,
  accountHolderName: (unitId: string, accountName: string) => `account.holder_name:${unitId}:${accountName}`,
  accountHolderMobile: (unitId: string, accountName: string) =>
    `account.holder_mobile:${unitId}:${accountName}`,
  webhookSecret: (webhookId: string) => `webhook.secret:${webhookId}`,
  localInbox: (idempotencyKey: string) => `local_inbox:${idempotencyKey}`,
} as const

/** What a keyed hash is of; hashes of different purposes never match. */
export const hashedAs = {
  formNumber: 'form_revision.form_number',
  idNumber: 'application.id_number',
  mobile: 'application.mobile',
  email: 'application.email',
  picture: 'scan.sha256',
  likeness: 'scan.likeness',
  guess: 'guess.key',
  apiToken: 'api_token.token',
  apiRequest: 'api_answer.request',
  apiRequests: 'guess.api_token',
} as const
