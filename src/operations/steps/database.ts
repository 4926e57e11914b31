import { type Performer, type Performers, performer, type StepContext } from '../../engine/step.js'
import type { Reachable, Sessions } from '../../host/sessions.js'
import { describeDatabases } from '../../postgresql/sql/database-queries.js'
import {
  alterDatabaseTablespace,
  createDatabase,
  type DatabaseOptions,
  dropDatabase,
} from '../../postgresql/sql/databases.js'
import { contentChanges, type DeclaredContent, NEW_DATABASE, observeContent } from '../database/content.js'
import { split } from '../database/content-change.js'
import { type ExecuteSql, type SqlTask, sqlSteps } from './sql.js'

interface InInstance {
  instance: Reachable
  name: string
}

declare module '../../engine/step.js' {
  interface StepKinds {
    /** CREATE DATABASE. `fresh`: the whole instance is new, and takes the database with it when it goes. */
    'database.create': InInstance & { options: DatabaseOptions; fresh: boolean }
    /** DROP DATABASE; nothing brings it back. */
    'database.drop': InInstance & { force: boolean }
    /** ALTER DATABASE ... SET TABLESPACE: moves files, while nobody is connected. */
    'database.tablespace': InInstance & { tablespace: string; former: string }
    /** Makes what is declared inside of a database that was just created and that nobody could look into before. */
    'database.fill': InInstance & { content: DeclaredContent; owner: string | null }
  }
}

/** Whether a database of that name is there. */
export async function databaseExists(sessions: Sessions, { instance, name }: InInstance): Promise<boolean> {
  const { text, values } = describeDatabases({ names: [name] })
  const session = await sessions.to(instance)
  return (await session.query(text, values)).rows.length > 0
}

/** Drops a database that an operation made itself, with whoever is connected to it; absent is fine. */
export async function dropOwnDatabase(sessions: Sessions, target: InInstance): Promise<void> {
  await sessions.close(target.instance)
  if (!(await databaseExists(sessions, target))) return
  const session = await sessions.to(target.instance)
  await session.query(dropDatabase(target.name, { force: true }).text)
}

interface Before {
  existed: boolean
}

function createStep(sessions: Sessions): Performers {
  // Between the look and CREATE DATABASE somebody else may have made it: a refused creation must not drop theirs.
  const refused = new Set<string>()
  const key = ({ name }: InInstance, { operationId }: StepContext) => `${operationId} ${name}`
  return performer<'database.create', Before>('database.create', {
    prepare: async (args) => ({ existed: !args.fresh && (await databaseExists(sessions, args)) }),
    async do(args, context) {
      // A database that somebody is connected to is no template.
      await sessions.close(args.instance, args.options.template ?? 'template1')
      const session = await sessions.to(args.instance)
      try {
        await session.query(createDatabase(args.name, args.options).text)
      } catch (error) {
        if ((error as { sqlState?: string }).sqlState !== undefined) refused.add(key(args, context))
        throw error
      }
    },
    async undo(args, { existed }, context) {
      if (!args.fresh && !existed && !refused.has(key(args, context))) await dropOwnDatabase(sessions, args)
    },
  })
}

function dropStep(sessions: Sessions): Performers {
  return performer('database.drop', {
    async do({ instance, name, force }) {
      await sessions.close(instance) // one of our own connections may be to it
      const session = await sessions.to(instance)
      await session.query(dropDatabase(name, { force }).text)
    },
  })
}

function tablespaceStep(sessions: Sessions): Performers {
  const move = async ({ instance, name }: InInstance, tablespace: string) => {
    await sessions.close(instance)
    const session = await sessions.to(instance)
    await session.query(alterDatabaseTablespace(name, tablespace).text)
  }
  return performer('database.tablespace', {
    do: (args) => move(args, args.tablespace),
    undo: (args) => move(args, args.former),
  })
}

function fillStep(sessions: Sessions): Performers {
  const sql = sqlSteps(sessions)['sql.execute'] as Performer<ExecuteSql>
  const tasksFor = (
    { content, owner }: { content: DeclaredContent; owner: string | null },
    observed = NEW_DATABASE,
  ): SqlTask[] => {
    const { revocable, final } = split(contentChanges(content, observed, owner))
    return [...revocable, ...final].map(({ task }) => task)
  }
  return performer('database.fill', {
    describe: (args) => tasksFor(args).flatMap(({ title }) => (title === undefined ? [] : [title])),
    async do(args, context) {
      const { instance, name } = args
      // A template of the site or a clone may have brought some of it.
      const observed = await observeContent(await sessions.to(instance, name))
      await sql.do({ instance, dbname: name, tasks: tasksFor(args, observed) }, context)
    },
    undo: async () => undefined, // goes with the database
  })
}

/** Making and removing whole databases. */
export function databaseSteps(sessions: Sessions): Performers {
  return {
    ...createStep(sessions),
    ...dropStep(sessions),
    ...tablespaceStep(sessions),
    ...fillStep(sessions),
  }
}
