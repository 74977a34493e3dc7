// Tells people how far the work is, on stderr: a bar on a terminal, plain lines otherwise. Keeps stage timings.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cityweave::cli {

/// Stages in turn, each with a name people understand. Nothing is shown for work under a second. Thread-safe.
class Progress {
public:
    explicit Progress(bool quiet);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Ends the former stage and begins one of `steps` steps; 0 if unknown.
    void begin(std::string stage, std::size_t steps = 0);
    void advance(std::size_t steps = 1);
    void end();

    /// Seconds per ended stage, in their order.
    [[nodiscard]] const std::vector<std::pair<std::string, double>>& timings() const noexcept { return timings_; }

private:
    using Clock = std::chrono::steady_clock;
    void show();
    void finish_stage();

    bool quiet_;
    bool terminal_;
    bool bar_shown_ = false;
    std::string stage_;
    std::size_t steps_ = 0;
    std::size_t done_ = 0;
    Clock::time_point started_ = Clock::now();
    Clock::time_point stage_started_ = started_;
    Clock::time_point shown_ = started_;
    std::vector<std::pair<std::string, double>> timings_;
    std::mutex mutex_;
};

} // namespace cityweave::cli
