export { reportHtml } from './report';
