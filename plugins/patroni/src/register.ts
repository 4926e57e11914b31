import type { Register } from '@pglift/sdk'
import { component } from './component.js'

/** What the host asks for when the site's settings have a section `patroni`. */
const register: Register = () => component

export default register
