import { HOST } from '../process/ports';

export interface CdnOptions {
  readonly folder: string;
  readonly port: number;
  readonly origin: number;
  /** Where each request is told, by UDP. */
  readonly logPort: number;
}

/** A caching proxy, as CloudFront is one: what the origin says may be kept is kept, everything else passes. */
export function cdnConfiguration({ folder, port, origin, logPort }: CdnOptions): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  log_format seen '$status $request_time $upstream_cache_status';
  access_log syslog:server=${HOST}:${logPort},nohostname seen;
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=cdn:4m max_size=64m use_temp_path=off;
  client_max_body_size 16m;
  upstream balancer {
    server ${HOST}:${origin} max_fails=0;
    keepalive 64;
  }
  server {
    listen ${HOST}:${port} backlog=1024;
    keepalive_requests 100000;
    location / {
      proxy_pass http://balancer;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_next_upstream off;
      proxy_connect_timeout 1s;
      proxy_read_timeout 20s;
      proxy_cache cdn;
      proxy_cache_key $request_method$host$request_uri;
      # As the cache policy for pages that differ by user: what is asked for with credentials is never kept.
      proxy_cache_bypass $http_authorization;
      proxy_no_cache $http_authorization;
    }
  }
}
`;
}
