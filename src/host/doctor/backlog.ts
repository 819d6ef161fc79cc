import { fault, fine, type Finding, warning } from './finding.ts'

/** Counts alone: what they count is personal. */
export interface Backlog {
  /** Jobs that failed for good; undefined before the queues were made. */
  readonly failedJobs: number | undefined
  /** Messages that have waited in the outbox longer than `outboxPatienceMinutes`, and how long the oldest has. */
  readonly lateMessages: number
  readonly oldestMinutes: number
  /** Applications that nobody decided by the promised time. */
  readonly overdue: number
}

export const outboxPatienceMinutes = 5

export const judgeBacklog = ({
  failedJobs,
  lateMessages,
  oldestMinutes,
  overdue,
}: Backlog): readonly Finding[] => [
  failedJobs === undefined
    ? fault('jobs', 'The job queues are missing.', 'Start the service once: it makes them.')
    : failedJobs === 0
      ? fine('jobs', 'No job has failed for good.')
      : warning(
          'jobs',
          `${failedJobs} jobs have failed for good.`,
          'The log tells why (“a job failed”); they stand in pgboss.job under the name failed.',
        ),
  lateMessages === 0
    ? fine('outbox', 'No message waits to be sent.')
    : warning(
        'outbox',
        `${lateMessages} messages have waited over ${outboxPatienceMinutes} minutes to be sent, the oldest ${oldestMinutes}.`,
        'See whether the service runs and reaches Telegram, and what its log says of the outbox.',
      ),
  overdue === 0
    ? fine('promises', 'No application is past its promised time.')
    : warning(
        'promises',
        `${overdue} applications are past their promised time.`,
        'Decide them at the desk.',
      ),
]
