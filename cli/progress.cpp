#include "cli/progress.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace cityweave::cli {

namespace {

using namespace std::chrono_literals;
constexpr auto silent_for = 1s;
constexpr auto redraw_after = 100ms;
constexpr std::size_t bar_width = 24;

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

} // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    const std::lock_guard lock(mutex_);
    finish_stage();
}

void Progress::begin(std::string stage, std::size_t steps) {
    const std::lock_guard lock(mutex_);
    finish_stage();
    stage_ = std::move(stage);
    steps_ = steps;
    done_ = 0;
    stage_started_ = Clock::now();
    if (terminal_) show();
}

void Progress::advance(std::size_t steps) {
    const std::lock_guard lock(mutex_);
    done_ += steps;
    if (terminal_ && Clock::now() - shown_ > redraw_after) show();
}

void Progress::end() {
    const std::lock_guard lock(mutex_);
    finish_stage();
}

void Progress::show() {
    const auto now = Clock::now();
    if (quiet_ || now - started_ < silent_for) return;
    shown_ = now;
    bar_shown_ = true;
    std::string bar;
    if (steps_ > 0) {
        const auto filled = std::min(bar_width, bar_width * done_ / steps_);
        const double left =
            done_ == 0 ? 0
                       : seconds(now - stage_started_) / static_cast<double>(done_) * static_cast<double>(steps_ - std::min(done_, steps_));
        bar = fmt::format(" [{}{}] {}/{}, {:.0f} s left", std::string(filled, '#'), std::string(bar_width - filled, '.'), done_, steps_,
                          left);
    }
    fmt::print(stderr, "\r\x1b[K{}{}", stage_, bar);
    std::fflush(stderr);
}

void Progress::finish_stage() {
    if (stage_.empty()) return;
    const double took = seconds(Clock::now() - stage_started_);
    timings_.emplace_back(stage_, took);
    if (std::exchange(bar_shown_, false)) fmt::print(stderr, "\r\x1b[K");
    if (!quiet_ && took >= seconds(silent_for)) fmt::print(stderr, "{}: {:.1f} s\n", stage_, took);
    stage_.clear();
}

} // namespace cityweave::cli
