import { operations } from '@pglift/sdk'
import { listExporters } from './exporter.js'
import { type Session, titleOf } from './session.js'

/** Who has the port among those that pglift knows, running or not. */
export async function holderOf(
  session: Session,
  port: number,
  except: readonly string[],
): Promise<string | undefined> {
  const exporter = (await listExporters(session)).find(
    (other) => other.port === port && !except.includes(other.name),
  )
  if (exporter !== undefined) return titleOf(exporter.name)
  const { listInstances } = await operations()
  const isOther = (id: string) => !except.includes(id.replace('/', '-'))
  const instances = (await listInstances(session)).map((item) => ({
    ...item,
    id: `${item.version}/${item.name}`,
  }))
  const instance = instances.find((item) => item.port === port && isOther(item.id))
  return instance === undefined ? undefined : `instance ${instance.id}`
}
