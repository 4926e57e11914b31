import { operational, type Performers, performer, type Service } from '@pglift/sdk'
import type { Session } from '../session.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Nobody else may listen on the port of an exporter that is about to start: its answers would be taken for ours. */
    'postgres-exporter.listen': { service: Service; port: number; hint: string }
    /** Says so when an exporter does not reach its remote server. */
    'postgres-exporter.reach': { title: string; url: string }
  }
}

const PROBE_MS = 5000

const listen = ({ services }: Pick<Session, 'services'>) =>
  performer('postgres-exporter.listen', {
    holds: async ({ service, port }, { effects }) =>
      (await services.isRunning(service)) || effects.net.isPortFree(port),
    async do({ service, port, hint }) {
      throw operational(
        'PGLIFT_EXPORTER_PORT',
        `${service.title} can't be started: port ${port} already in use`,
        { hint },
      )
    },
    undo: async () => undefined,
  })

const reach = performer('postgres-exporter.reach', {
  async holds({ url }, { effects }) {
    const answer = await effects.net.get(url, PROBE_MS)
    return 'body' in answer && (answer.status !== 200 || answer.body.includes('pg_up 1'))
  },
  do: async ({ title, url }, { log }) =>
    log.warning(`${title} runs but does not reach its server: ${url} has no 'pg_up 1'`),
  undo: async () => undefined,
})

/** Looking at what else there is on the network. */
export const listenSteps = (session: Pick<Session, 'services'>): Performers => ({
  ...listen(session),
  ...reach,
})
