/** Carries `(route, input)` to the studio and its reply back. */
export const REQUEST_CHANNEL = 'e3.request'
/** Carries batches of events to the window. */
export const EVENTS_CHANNEL = 'e3.events'
