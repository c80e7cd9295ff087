import { startDistributed } from '../support/distributed-system.ts'
import { describeSystem } from './scenarios.ts'

describeSystem('distributed: a process for each service, over PostgreSQL, Redis and RabbitMQ', startDistributed)
