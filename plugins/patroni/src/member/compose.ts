import { operational } from '@pglift/sdk'
import type { Session } from '../session.js'
import type { PatroniSettings } from '../settings.js'
import { PRESETS, type Timing, timingOf } from '../timing.js'
import { type MemberRequest, managedTree } from './build.js'
import { isTree, merge, type Tree } from './tree.js'
import { parseYaml, yamlText } from './yaml.js'

const TEMPLATE = 'patroni/patroni.yaml'

/**
 * What a new cluster has unless the site's template or its parameters say otherwise. A replica that can't stream yet, since
 * the new leader has just begun to make its slot, would wait for five seconds by PostgreSQL's default: writes wait as long
 * in a synchronous cluster, and a former leader that comes back meanwhile may archive WAL that the new one never had, which
 * such a replica then replays.
 */
const DEFAULTS: Tree = {
  bootstrap: { dcs: { postgresql: { parameters: { wal_retrieve_retry_interval: '1s' } } } },
}

/** The site's template. */
export async function templateTree({ templates }: Session): Promise<Tree> {
  const { text, path } = await templates.read(TEMPLATE)
  let tree: unknown
  try {
    tree = (await parseYaml(text)) ?? {}
  } catch (error) {
    throw operational(
      'PGLIFT_TEMPLATE',
      `invalid patroni.yaml template: ${path}: ${(error as Error).message.split('\n')[0]}`,
    )
  }
  if (isTree(tree)) return tree
  throw operational('PGLIFT_TEMPLATE', `invalid patroni.yaml template: ${path}: expecting a mapping`)
}

/** Times that a new cluster would have: the site's settings over its template over Patroni's defaults. */
export function effectiveTiming(template: Tree, section: PatroniSettings): Timing {
  const dcs = ((template.bootstrap as Tree | undefined)?.dcs ?? {}) as Partial<Timing>
  return { ...PRESETS.default, ...dcs, ...timingOf(section) }
}

/** The whole configuration of a new member: what pglift manages over the site's template, and that over the defaults. */
export async function composeMember(session: Session, request: MemberRequest): Promise<Tree> {
  const site = merge(DEFAULTS, await templateTree(session))
  return merge(site, managedTree(session, timingOf(session.section), request))
}

/** As YAML. */
export async function memberText(tree: Tree): Promise<string> {
  return `# Configuration of Patroni, by pglift. What is added by hand stays.\n${await yamlText(tree)}`
}
