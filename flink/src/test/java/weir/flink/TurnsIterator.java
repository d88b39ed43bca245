package weir.flink;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.SplittableIterator;

/** Reads the shards of a run that fall to a subtask, each record when its turn comes. */
final class TurnsIterator extends SplittableIterator<RowData> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final List<Integer> shards;
  private transient Iterator<String> records;
  private transient Turns.Burst burst;

  TurnsIterator(String run, int shardCount) {
    this(run, IntStream.range(0, shardCount).boxed().collect(Collectors.toList()));
  }

  private TurnsIterator(String run, List<Integer> shards) {
    this.run = run;
    this.shards = shards;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Iterator<RowData>[] split(int subtasks) {
    return IntStream.range(0, subtasks).mapToObj(subtask -> ofSubtask(subtask, subtasks)).toArray(Iterator[]::new);
  }

  private TurnsIterator ofSubtask(int subtask, int subtasks) {
    return new TurnsIterator(
        run, shards.stream().filter(shard -> shard % subtasks == subtask).collect(Collectors.toList()));
  }

  @Override
  public int getMaximumNumberOfSplits() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean hasNext() {
    if (records == null) {
      records = Collections.emptyIterator();
    }
    while (!records.hasNext()) {
      if (burst != null) {
        MemoryConnector.input(run).end();
      }
      burst = takeBurst();
      if (burst == null) {
        return false;
      }
      records = burst.records.iterator();
    }
    return true;
  }

  @Override
  public RowData next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return GenericRowData.of(
        StringData.fromString(records.next()), StringData.fromString("shard-" + burst.shard));
  }

  private Turns.Burst takeBurst() {
    try {
      return MemoryConnector.input(run).take(shards, burst == null ? -1 : burst.index());
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run ended before all was read", error);
    }
  }
}
