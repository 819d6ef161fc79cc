import type { FC } from 'hono/jsx'

/** To be written down: they are shown this once. */
export const BackupCodes: FC<{ codes: readonly string[] }> = ({ codes }) => (
  <ul class="codes">
    {codes.map((code) => (
      <li>
        <code>{code}</code>
      </li>
    ))}
  </ul>
)
