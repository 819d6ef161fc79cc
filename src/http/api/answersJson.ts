/** How a route tells that it answers with JSON. */
export const answersJson = <Schema>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})
