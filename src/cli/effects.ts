// Commands that need no host, as they work on the program itself, get its effects from here.
export { realEffects } from '../effects/real.js'
