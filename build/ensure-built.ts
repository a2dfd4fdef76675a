import { isBuildStale } from './build-age.ts'

// Loading the build's tools takes longer than to see that they are not needed.
if (isBuildStale()) await import('./bundle.ts')
