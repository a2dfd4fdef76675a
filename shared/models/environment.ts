/** `alpha` is for development, `prod` for the books that count. */
export const ENVIRONMENTS = ['alpha', 'prod'] as const
export type EnvironmentName = (typeof ENVIRONMENTS)[number]
