/** RETURN of a module. */
export type ReturnDocumentation = Readonly<
  Record<
    string,
    {
      readonly type: string
      readonly returned: string
      readonly contains?: ReturnDocumentation
    }
  >
>

/** What Ansible itself adds to an answer. */
const OF_ANSIBLE = ['changed', 'failed', 'invocation', 'ansible_facts', 'warnings', 'deprecations']

const PYTHON_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  str: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value),
  list: (value) => Array.isArray(value),
  dict: (value) => typeof value === 'object' && !Array.isArray(value),
}

/** How an answer differs from its documentation; undefined: it does not. Null is of any type. */
export function returnFault(documented: ReturnDocumentation, answer: object): string | undefined {
  const own = Object.entries(answer).filter(
    ([name]) => !OF_ANSIBLE.includes(name) && !name.startsWith('_ansible'),
  )
  // The callback of the tests writes a diff also when there is none.
  return faultOf(
    documented,
    Object.fromEntries(own.filter(([name, value]) => name !== 'diff' || value !== null)),
    '',
  )
}

function faultOf(documented: ReturnDocumentation, answer: object, at: string): string | undefined {
  for (const name of Object.keys(answer))
    if (documented[name] === undefined) return `'${at}${name}' is not documented`
  for (const [name, { type, returned, contains }] of Object.entries(documented)) {
    const value = (answer as Readonly<Record<string, unknown>>)[name]
    if (value === undefined && returned.startsWith('always')) return `'${at}${name}' is not there`
    if (value === undefined || value === null) continue
    if (PYTHON_TYPES[type]?.(value) !== true) return `'${at}${name}' is no ${type}`
    for (const item of contains === undefined ? [] : [value].flat()) {
      const fault = faultOf(contains as ReturnDocumentation, item as object, `${at}${name}.`)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}
