// duckdb.mjs MODULES DATA THREADS FILE...: runs the statements of each file in one session of
// DuckDB (the npm package @duckdb/node-api, found from the folder MODULES) and prints a JSON line
// a file: its name, CPU and wall seconds, and the rows of its SELECTs. {data} in a file is DATA.
import fs from 'fs';
import { createRequire } from 'module';
const [modules, data, threads, ...files] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(fs.realpathSync(modules) + '/x.js')('@duckdb/node-api');
const session = await (await DuckDBInstance.create(':memory:', { threads })).connect();
const plain = value => typeof value === 'bigint' ? Number(value) : value?.items?.map(plain) ?? (typeof value === 'object' && value !== null ? String(value) : value);
async function table(sql) {
  const read = await session.runAndReadAll(sql), names = read.columnNames();
  return read.getRows().map(row => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8').replace(/^--.*$/gm, '').replaceAll('{data}', data);
  const statements = text.split(/;\s*/).filter(sql => sql.trim()), tables = [];
  const wall = performance.now(), cpu = process.cpuUsage();
  for (const sql of statements)
    if (sql.trimStart().startsWith('SELECT')) tables.push(await table(sql)); else await session.run(sql);
  const used = process.cpuUsage(cpu), spent = (performance.now() - wall) / 1000;
  const rows = tables.map(rows => rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))));
  fs.writeFileSync(1, JSON.stringify({ file, cpu: (used.user + used.system) / 1e6, wall: spent, tables: rows }) + "\n");
}
process.exit(0);
