/** What Ansible takes for a password by its name; it warns unless the spec says whether it is one. */
const LOOKS_SECRET = /pass(?!ive)|secret|token|cryptkey|^key$/i

/** The spec as `AnsibleModule` takes it: without what only the documentation says. */
export function argumentSpec(options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { description: _, options: inner, ...option }]) => [
      name,
      {
        ...option,
        ...(option.no_log === undefined && LOOKS_SECRET.test(name) ? { no_log: false } : {}),
        ...(inner === undefined ? {} : { options: argumentSpec(inner) }),
      },
    ]),
  )
}

/** A list in a sentence of the documentation must not read as markup, nor a colon as a mapping: all are quoted by YAML. */
const sentences = (description) => (description === undefined ? ['No description.'] : description)

/** The same as `ansible-doc` reads it. */
export function documentedOptions(options) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { description, options: inner, no_log: _, ...option }]) => [
      name,
      {
        description: sentences(description),
        ...option,
        ...(inner === undefined ? {} : { suboptions: documentedOptions(inner) }),
      },
    ]),
  )
}
