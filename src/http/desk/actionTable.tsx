import type { Child, FC } from 'hono/jsx'

/**
 * Lines that something can be done with, by buttons in the last column. That column's heading and the caption are read
 * to those who do not see the table.
 */
export const ActionTable: FC<{
  caption: string
  columns: readonly string[]
  action: string
  children?: Child
}> = ({ caption, columns, action, children }) => (
  <table class="card queue">
    <caption class="hidden">{caption}</caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th scope="col">{column}</th>
        ))}
        <th scope="col">
          <span class="hidden">{action}</span>
        </th>
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)
