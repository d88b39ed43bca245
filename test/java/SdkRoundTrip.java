import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;

/**
 * Puts bytes into a stream, all at once, and prints what its first shard then holds, a line each: key, milliseconds of
 * arrival and data in base64. It knows of no endpoint: the SDK reads AWS_ENDPOINT_URL.
 */
public class SdkRoundTrip {
    /** Argument: the stream. */
    public static void main(String[] args) throws Exception {
        String stream = args[0];
        try (KinesisClient kinesis =
                KinesisClient.builder().httpClient(UrlConnectionHttpClient.create()).build()) {
            byte[] everyByte = new byte[256];
            for (int value = 0; value < everyByte.length; value++) everyByte[value] = (byte) value;
            byte[] large = new byte[500_000];
            new Random(1).nextBytes(large);
            byte[] aggregate = aggregate("aggregate", everyByte, new byte[] {1});
            kinesis.putRecords(request -> request.streamName(stream)
                    .records(
                            entry("every-byte", everyByte),
                            entry("empty", new byte[0]),
                            entry("large", large),
                            entry("aggregate", aggregate)));

            Shard shard = kinesis.listShards(request -> request.streamName(stream)).shards().get(0);
            String iterator = kinesis.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            for (Record record : kinesis.getRecords(request -> request.shardIterator(iterator)).records()) {
                String data = Base64.getEncoder().encodeToString(record.data().asByteArray());
                System.out.println(
                        record.partitionKey() + " " + record.approximateArrivalTimestamp().toEpochMilli() + " " + data);
            }
            try {
                kinesis.describeStreamSummary(request -> request.streamName("missing"));
            } catch (ResourceNotFoundException error) {
                System.out.println(error.awsErrorDetails().errorMessage());
            }
        }
    }

    private static PutRecordsRequestEntry entry(String key, byte[] data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromByteArray(data))
                .build();
    }

    /** Packs records of one key as the Kinesis Producer Library does, with its own protobuf classes. */
    private static byte[] aggregate(String key, byte[]... records) throws Exception {
        AggregatedRecord.Builder aggregate = AggregatedRecord.newBuilder().addPartitionKeyTable(key);
        for (byte[] record : List.of(records)) {
            aggregate.addRecordsBuilder().setPartitionKeyIndex(0).setData(ByteString.copyFrom(record));
        }
        byte[] message = aggregate.build().toByteArray();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2});
        packed.write(message);
        packed.write(MessageDigest.getInstance("MD5").digest(message));
        return packed.toByteArray();
    }
}
