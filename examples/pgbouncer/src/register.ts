import type { Register } from '@pglift/sdk'
import { component } from './component.js'

const register: Register = () => component

export default register
