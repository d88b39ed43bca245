import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * A consumer by the Kinesis Client Library that prints what it sees, a line each, and ends in good order when its
 * standard input does:
 *
 * <pre>
 * shard-taken   SHARD
 * record        SHARD SEQUENCE SUB_SEQUENCE KEY DATA
 * shard-ended   SHARD
 * </pre>
 *
 * The three clients speak with AWS_ENDPOINT_URL; region and credentials they find for themselves.
 */
public class StreamConsumer {
    /** Arguments: the stream, the application's name, and "polling" or "fan-out". */
    public static void main(String[] args) throws Exception {
        String stream = args[0];
        String application = args[1];
        boolean fansOut = args[2].equals("fan-out");

        URI endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL"));
        KinesisAsyncClient kinesis = KinesisClientUtil.createKinesisAsyncClient(
                KinesisAsyncClient.builder().endpointOverride(endpoint));
        DynamoDbAsyncClient dynamoDb =
                DynamoDbAsyncClient.builder().endpointOverride(endpoint).build();
        CloudWatchAsyncClient cloudWatch =
                CloudWatchAsyncClient.builder().endpointOverride(endpoint).build();
        SingleStreamTracker tracker = new SingleStreamTracker(
                stream, InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON));
        String worker = UUID.randomUUID().toString();
        ConfigsBuilder configs =
                new ConfigsBuilder(tracker, application, kinesis, dynamoDb, cloudWatch, worker, Printer::new);

        // KCL's own intervals suit a fleet: a minute between making the first leases and taking them, and then ten
        // seconds and more until a shard is taken, or its children are.
        LeaseManagementConfig leases =
                configs.leaseManagementConfig().shardSyncIntervalMillis(500).failoverTimeMillis(1_000);
        // It would look for the machine's load at an address that only EC2 has.
        leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        RetrievalSpecificConfig retrieval = fansOut
                ? new FanOutConfig(kinesis).streamName(stream).applicationName(application)
                : new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250);
        Scheduler scheduler = new Scheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .parentShardPollIntervalMillis(200)
                        .shardConsumerDispatchPollIntervalMillis(100),
                leases,
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsBufferTimeMillis(1_000),
                configs.processorConfig(),
                configs.retrievalConfig().retrievalSpecificConfig(retrieval));

        Thread thread = new Thread(() -> {
            scheduler.run();
            System.exit(scheduler.hasGracefulShutdownStarted() ? 0 : 1);
        });
        thread.start();
        while (System.in.read() != -1) {}
        scheduler.startGracefulShutdown();
    }

    /** Prints the records of one shard, and checkpoints behind each batch. */
    private static final class Printer implements ShardRecordProcessor {
        private String shard;

        @Override
        public void initialize(InitializationInput input) {
            shard = input.shardId();
            print("shard-taken", shard);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            for (KinesisClientRecord record : input.records()) {
                print(
                        "record",
                        shard,
                        record.sequenceNumber(),
                        Long.toString(record.subSequenceNumber()),
                        record.partitionKey(),
                        StandardCharsets.UTF_8.decode(record.data()).toString());
            }
            checkpoint(input.checkpointer());
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            print("shard-ended", shard);
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            checkpoint(input.checkpointer());
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            print("lease-lost", shard);
        }

        private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
            try {
                checkpointer.checkpoint();
            } catch (InvalidStateException | ShutdownException error) {
                throw new IllegalStateException(error);
            }
        }

        private static void print(String... words) {
            System.out.println(String.join(" ", words));
        }
    }
}
