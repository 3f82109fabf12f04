// Builds what stands beside it with Starlight: node build.mjs TARGET. Each run has a cache of its own.
import { build } from 'astro'

process.chdir(import.meta.dirname)
await build({ root: '.', outDir: process.argv[2], cacheDir: process.argv[2] + '-cache', logLevel: 'error' })
