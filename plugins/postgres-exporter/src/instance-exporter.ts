import { type Exporter, exporterOf, readExporter } from './exporter.js'
import type { Memory } from './memory.js'
import { DEFAULT_PORT, type ExporterField } from './model.js'
import type { Session } from './session.js'

/** Where an instance's exporter connects: by its socket, where there is one. */
function parametersFor(
  { section }: Session,
  port: number,
  socket: string | undefined,
): Exporter['parameters'] {
  return {
    user: section.role,
    host: socket ?? 'localhost',
    port: String(port),
    dbname: 'postgres',
    // It never leaves this host; and lib/pq, which the exporter connects with, knows no "prefer".
    sslmode: 'disable',
  }
}

export interface Listening {
  /** Of PostgreSQL. */
  readonly port: number
  readonly socket: string | undefined
}

/** The exporter that an instance is to have: what is not given is as it is, or as that of the former instance. */
export function wantedExporter(
  session: Session,
  { inherited }: Memory,
  {
    name,
    field,
    present,
    listening,
  }: {
    name: string
    field: ExporterField
    present: Exporter | undefined
    listening: Listening
  },
): Exporter {
  const former = present ?? inherited.get(name)
  return exporterOf(session, {
    name,
    port: field.port ?? former?.port ?? DEFAULT_PORT,
    password: field.password ?? former?.password ?? null,
    parameters: parametersFor(session, listening.port, listening.socket),
  })
}

/** The exporter as the plan of this command will leave it. */
export async function plannedExporter(
  session: Session,
  { planned }: Memory,
  name: string,
): Promise<Exporter | undefined> {
  return planned.has(name) ? planned.get(name) : readExporter(session, name)
}
