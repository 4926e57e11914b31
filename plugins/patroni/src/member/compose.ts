import { operational } from '@pglift/sdk'
import type { Session } from '../session.js'
import type { PatroniSettings } from '../settings.js'
import { PRESETS, type Timing, timingOf } from '../timing.js'
import { type MemberRequest, managedTree } from './build.js'
import { isTree, merge, type Tree } from './tree.js'
import { parseYaml, yamlText } from './yaml.js'

const TEMPLATE = 'patroni/patroni.yaml'

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

/** The whole configuration of a new member: what pglift manages over the site's template. */
export async function composeMember(session: Session, request: MemberRequest): Promise<Tree> {
  return merge(await templateTree(session), managedTree(session, timingOf(session.section), request))
}

/** As YAML. */
export async function memberText(tree: Tree): Promise<string> {
  return `# Configuration of Patroni, by pglift. What is added by hand stays.\n${await yamlText(tree)}`
}
