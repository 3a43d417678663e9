// These tests are their own workers, as the product is.
#include <array>

#include <gtest/gtest.h>

#include "cage/worker.h"
#include "worker/backups/loadings.h"
#include "worker/backups/runs.h"

int main(int argc, char** argv) {
  using namespace garde::worker;
  if (garde::cage::is_worker(argc, argv)) {
    const std::array tasks = {look_at_backup_task(), drill_task(), prepare_server_task(), load_dump_task()};
    garde::cage::work(tasks);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
