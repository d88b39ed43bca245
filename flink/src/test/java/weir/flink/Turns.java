package weir.flink;

import java.util.ArrayList;
import java.util.List;

/** The records of some shards, and the order in which these come to be read: one burst of one shard after the other. */
final class Turns {
  private final List<Burst> bursts = new ArrayList<>();
  private int next;

  /** Adds records of a shard, read when all that were added before have been. */
  void add(int shard, List<String> records) {
    bursts.add(new Burst(shard, records));
  }

  /** The next burst of any of some shards, once all before it have been read; null after the last. */
  Burst take(List<Integer> shards, int after) throws InterruptedException {
    for (int index = after + 1; index < bursts.size(); index++) {
      Burst burst = bursts.get(index);
      if (shards.contains(burst.shard)) {
        burst.index = index;
        await(index);
        return burst;
      }
    }
    return null;
  }

  /** Lets the burst after this one be read. */
  synchronized void end() {
    next++;
    notifyAll();
  }

  private synchronized void await(int index) throws InterruptedException {
    while (next < index) {
      wait();
    }
  }

  /** What is read of a shard at a time. */
  static final class Burst {
    final int shard;
    final List<String> records;
    /** Its place among all bursts. */
    private int index;

    private Burst(int shard, List<String> records) {
      this.shard = shard;
      this.records = records;
    }

    int index() {
      return index;
    }
  }
}
