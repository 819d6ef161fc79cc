/** What a phone or mailbox would have received, while no gateway is configured; newest first. */
export interface LocalInbox {
  list(limit: number): Promise<readonly LocalMessage[]>
}

export interface LocalMessage {
  readonly id: string
  readonly at: Date
  readonly kind: 'sms' | 'mail'
  readonly to: string
  /** Of a mail. */
  readonly subject?: string
  readonly text: string
}
