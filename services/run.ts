const names = ['gateway-service', 'user-service', 'availability-service', 'suggestion-service', 'worker-service']

/** Runs one service as this process: `npm run service -- user-service`. */
const [name = ''] = process.argv.slice(2)
if (names.includes(name)) await import(`./${name}/src/main.ts`)
else {
  console.error(`npm run service -- NAME, where NAME is one of ${names.join(', ')}`)
  process.exitCode = 1
}
