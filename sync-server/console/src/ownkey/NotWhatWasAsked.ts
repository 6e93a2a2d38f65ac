/** The relay asked for a signature under something else than what the person asked for. */
export class NotWhatWasAsked extends Error {}
