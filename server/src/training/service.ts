// What the domains above may ask of training.
export { moveToPerson } from './moving/service.ts'
export { fittingClasses } from './openings/service.ts'
