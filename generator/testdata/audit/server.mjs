// Serves a folder by HTTP as GitHub Pages does, compressed, at an address of its own.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.json': 'application/json',
};

export function serve(folder, port = 0) {
  const server = http.createServer((request, response) => {
    let name = path.join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (name.endsWith(path.sep)) name += 'index.html';
    if (!name.startsWith(folder) || !fs.existsSync(name)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream', 'content-encoding': 'gzip', 'cache-control': 'max-age=600' });
    response.end(zlib.gzipSync(fs.readFileSync(name), { level: 6 }));
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ server, base: `http://127.0.0.1:${server.address().port}/` })));
}

export function pagesOf(folder) {
  return fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html')).sort()
    .filter((name) => !fs.readFileSync(path.join(folder, name), 'utf8').includes('http-equiv="refresh"'));
}
