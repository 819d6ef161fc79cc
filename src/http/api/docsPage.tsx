import type { OpenAPIHono } from '@hono/zod-openapi'
import type { FC } from 'hono/jsx'
import type { Language } from '../../core/application.ts'
import { frame } from '../desk/frame.tsx'
import { docsTexts } from './docsTexts.ts'
import { problemKinds, problems, problemType } from './problems.ts'

/** An OpenAPI 3.1 document, and what of it this page reads. */
export type Description = ReturnType<OpenAPIHono['getOpenAPI31Document']>
type Path = NonNullable<Description['paths']>[string]
type Operation = NonNullable<Path['get']>
type Schema = NonNullable<NonNullable<Description['components']>['schemas']>[string]

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** The description of the API, to read. The words of the description itself are English. */
export const docsPage = ({
  description,
  language,
}: {
  readonly description: Description
  readonly language: Language
}) => {
  const t = docsTexts[language]
  const operations = operationsOf(description.paths)
  return frame({
    language,
    title: `${t.title} · Sealpass`,
    part: t.title,
    skip: t.skip,
    masthead: (
      <nav class="who" aria-label={t.languages}>
        <a href={`?language=${t.other}`} hreflang={t.other} lang={t.other}>
          {t.otherName}
        </a>
      </nav>
    ),
    children: (
      <main id="main" class="api-docs">
        <h1>{t.title}</h1>
        <p lang="en">
          <Prose text={description.info.description} />
        </p>
        <p>
          <a href="/api/openapi.json">{t.document}</a>
        </p>
        <nav aria-label={t.operations}>
          <ul>
            {operations.map(({ path, method, operation }) => (
              <li>
                <a href={`#${anchorOf(method, path)}`}>
                  <code>{`${method.toUpperCase()} ${path}`}</code>
                </a>{' '}
                <span lang="en">{operation.summary}</span>
              </li>
            ))}
          </ul>
        </nav>
        <h2>{t.use}</h2>
        <pre tabindex={0} aria-label={t.use}>
          <code>{sample(description)}</code>
        </pre>
        <h2>{t.operations}</h2>
        {operations.map((each) => (
          <OperationCard {...each} language={language} />
        ))}
        <h2>{t.webhooks}</h2>
        {operationsOf(description.webhooks).map((each) => (
          <OperationCard {...each} language={language} />
        ))}
        <h2>{t.schemas}</h2>
        {Object.entries(description.components?.schemas ?? {}).map(([name, schema]) => (
          <section class="card" id={`schema-${name}`}>
            <h3>
              <code>{name}</code>
            </h3>
            <SchemaText schema={schema} label={name} />
          </section>
        ))}
        <h2>{t.problems}</h2>
        <dl class="card problems">
          {problemKinds.map((kind) => (
            <div id={`problem-${kind}`}>
              <dt>
                <code>{`${problems[kind].status} ${problemType(kind)}`}</code>
              </dt>
              <dd lang="en">
                <Prose text={`${problems[kind].title}. ${problems[kind].detail}`} />
              </dd>
            </div>
          ))}
        </dl>
      </main>
    ),
  })
}

const operationsOf = (paths: Description['webhooks']) =>
  Object.entries(paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = '$ref' in item ? undefined : item[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )

const OperationCard: FC<{ path: string; method: string; operation: Operation; language: Language }> = ({
  path,
  method,
  operation,
  language,
}) => {
  const t = docsTexts[language]
  const scopes = (operation.security ?? []).flatMap((requirement) => Object.values(requirement).flat())
  const parameters = (operation.parameters ?? []).flatMap((each) => ('name' in each ? [each] : []))
  const body = operation.requestBody && 'content' in operation.requestBody ? operation.requestBody : undefined
  return (
    <section class="card" id={anchorOf(method, path)}>
      <h3>
        <code>{`${method.toUpperCase()} ${path}`}</code>
      </h3>
      <p lang="en">
        <strong>{operation.summary}.</strong> <Prose text={operation.description} />
      </p>
      {scopes.length > 0 && (
        <p>
          {t.scope}
          {scopes.map((scope) => (
            <code>{scope}</code>
          ))}
        </p>
      )}
      {parameters.length > 0 && (
        <dl>
          {parameters.map((parameter) => (
            <div>
              <dt>
                <code>{parameter.name}</code>{' '}
                <small>{`${parameter.in}${parameter.required ? ` · ${t.required}` : ''}`}</small>
              </dt>
              <dd>
                <span lang="en">
                  <Prose text={parameter.description ?? describedBy(parameter.schema)} />
                </span>{' '}
                {parameter.schema && <code>{inShort(parameter.schema)}</code>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {body && (
        <p>
          {t.body} <Content content={body.content} />
        </p>
      )}
      <dl>
        {Object.entries(operation.responses ?? {}).map(([status, response]) => (
          <div>
            <dt>
              <code>{status}</code>
            </dt>
            <dd>
              <span lang="en">
                <Prose text={response.description} />
              </span>{' '}
              <Content content={response.content} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Words with `code` between backticks, which is all of CommonMark that the description uses. */
const Prose: FC<{ text: string | undefined }> = ({ text = '' }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
)

const Content: FC<{ content: Record<string, { schema?: Schema }> | undefined }> = ({ content }) => (
  <>
    {Object.entries(content ?? {}).map(([type, { schema }]) => (
      <>
        <code>{type}</code> {schema && <SchemaName schema={schema} />}
      </>
    ))}
  </>
)

const SchemaName: FC<{ schema: Schema }> = ({ schema }) => {
  const name = nameOf(schema)
  return name === undefined ? null : (
    <a href={`#schema-${name}`}>
      <code>{name}</code>
    </a>
  )
}

/** Scrolls by itself where it is wider than the screen, so it takes the focus. */
const SchemaText: FC<{ schema: Schema; label: string }> = ({ schema, label }) => (
  <pre tabindex={0} aria-label={label} lang="en">
    <code>{JSON.stringify(schema, null, 2)}</code>
  </pre>
)

const anchorOf = (method: string, path: string): string => `${method}-${path.replaceAll(/[^\w]+/gu, '-')}`

const nameOf = (schema: Schema): string | undefined =>
  '$ref' in schema && typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined

const describedBy = (schema: Schema | undefined): string =>
  schema && 'description' in schema ? (schema.description ?? '') : ''

/** A parameter's schema without its words. */
const inShort = (schema: Schema): string => {
  const { description: _, example: __, ...rest } = { description: '', example: undefined, ...schema }
  return JSON.stringify(rest)
}

const sample = (description: Description): string =>
  [
    `curl -X POST -H "Authorization: Bearer $TOKEN" ${description.servers?.[0]?.url ?? ''}/api/v1/applications/next`,
    `curl -H "Authorization: Bearer $TOKEN" ${description.servers?.[0]?.url ?? ''}/api/v1/applications/$ID`,
  ].join('\n')
