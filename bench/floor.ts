/* The floor to compare with: a bare Fastify route with one prepared query and a ready string. */
import fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.argv[2]!, max: 10 });
const server = fastify();
/** About as long as a page of ours. */
const page = `<!doctype html><html lang="vi"><title>Sàn</title><p>${'Một cửa '.repeat(2500)}</p></html>`;

server.get<{ Params: { code: string } }>('/:code', async (request, reply) => {
  const { rows } = await pool.query({
    name: 'floor',
    text: 'select name from procedure where code = $1',
    values: [request.params.code],
  });
  reply.type('text/html; charset=utf-8');
  return rows.length > 0 ? page : '';
});

process.send!(await server.listen({ port: 0, host: '127.0.0.1' }));
process.on('SIGTERM', () => {
  void server.close().then(() => pool.end());
});
