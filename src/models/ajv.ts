// A module of its own, so that Ajv is loaded when something is validated and not before: a bundler turns a dynamic
// import of a CommonJS package into one without named exports.
export { Ajv } from 'ajv'
