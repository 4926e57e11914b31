import { memberList, members } from './declarations.mjs'

const INTRODUCTION = `# Lifecycle hooks

What a component can tap, made from the documentation of \`src/host/hooks.ts\` and \`src/host/events.ts\`.
[Writing a component](../components.md) tells how.

All taps of a hook run, in order of their stages, with two exceptions. *First answer*: the tap that answers \`true\` has done
it, and neither another component nor the host itself does it again. *Collects*: the other taps run although one fails, and
all errors are told at the end. Elsewhere a tap that throws ends the operation before anything was done.
`

/** What most events hold, explained once. */
const TYPES = [
  ['Plan', 'src/engine/plan.ts', 'A list of steps. What they are: [steps](steps.md).'],
  [
    'Instance',
    'src/models/instance-identity.ts',
    'Where everything of one instance lies; it may not exist yet.',
  ],
  ['ObservedInstance', 'src/models/instance-identity.ts', 'An `Instance` that exists, as it was found.'],
  ['StatusLine', 'src/host/events.ts', 'A line of `instance status`.'],
  ['Service', 'src/host/service.ts', 'A program that runs as long as an instance does, or the site.'],
  ['Schedule', 'src/host/service.ts', 'Something that is done again and again.'],
  ['Unit', 'src/host/service.ts', 'A unit file that a service manager installs.'],
  ['RuntimeDirectory', 'src/host/service.ts', 'A directory that a reboot takes away.'],
]

/** `events.InstanceActionEvent` of `Series<events.InstanceActionEvent>`. */
function eventOf({ annotation }) {
  return annotation.typeArguments.params[0].typeName.right.name
}

function hookSection(hook) {
  const event = eventOf(hook)
  const isBail = hook.annotation.typeName.name === 'Bail'
  const about = hook.documentation.replace(/ ?First answer wins\./, '')
  const first = isBail ? ' *First answer.*' : ''
  const collects = about.replace(/ Collects\./, ' *Collects.*')
  const fields = memberList(members('src/host/events.ts', event))
  return `## ${hook.name}\n\n${collects}${first}\n\n\`${event}\`:\n\n${fields}\n`
}

function contents(hooks) {
  const rows = hooks.map(({ name, documentation }) => {
    const [sentence] = documentation.split(/(?<=[.:;]) (?![^(]*\))/)
    return `| [\`${name}\`](#${name.toLowerCase()}) | ${sentence.replace(/[:;.]$/, '')} |`
  })
  return `| hook | when |\n|---|---|\n${rows.join('\n')}\n`
}

/** One page: every hook with its documentation, what its event holds, and what that is. */
export function hooksPage() {
  const hooks = members('src/host/hooks.ts', 'LifecycleHooks')
  const types = TYPES.map(
    ([name, file, about]) => `### ${name}\n\n${about}\n\n${memberList(ownMembers(file, name))}\n`,
  )
  return [
    INTRODUCTION,
    contents(hooks),
    ...hooks.map(hookSection),
    '## What the events hold\n',
    ...types,
  ].join('\n')
}

/** `ObservedInstance` is all that `Instance` is: that is not said twice. */
function ownMembers(file, name) {
  const inherited = name === 'ObservedInstance' ? members(file, 'Instance').length : 0
  return members(file, name).slice(inherited)
}
