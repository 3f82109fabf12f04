// Builds what stands beside it with VitePress: node build.mjs TARGET.
import { build } from 'vitepress'

process.chdir(import.meta.dirname)
await build('.', { outDir: process.argv[2] })
