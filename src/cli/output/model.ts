import type { Model } from '../../models/model.js'
import { jsonText } from './json.js'

/** Prints the JSON schema of a model, or the argument spec of its Ansible module. */
export async function printModel(form: 'schema' | 'argspec', model: Model<unknown>): Promise<void> {
  const [{ schemaOf }, { ansibleArgspec }] = await Promise.all([
    import('../../models/json-schema.js'),
    import('../../models/ansible-argspec.js'),
  ])
  process.stdout.write(jsonText(form === 'schema' ? schemaOf(model) : ansibleArgspec(model)))
}
