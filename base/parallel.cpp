#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace cityweave::base {

namespace {

/// Keeps the error of the lowest-numbered item, so that the error told does not depend on timing alone.
class FirstError {
public:
    void keep(std::size_t item, std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_ || item < item_) {
            item_ = item;
            error_ = std::move(error);
        }
        failed_ = true;
    }
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

private:
    std::mutex mutex_;
    std::atomic<bool> failed_ = false;
    std::size_t item_ = 0;
    std::exception_ptr error_;
};

} // namespace

Jobs Jobs::from_request(unsigned requested) {
    return Jobs(requested != 0 ? requested : std::max(1U, std::thread::hardware_concurrency()));
}

void parallel_for(std::size_t n, Jobs jobs, const std::function<void(std::size_t)>& item) {
    std::atomic<std::size_t> next = 0;
    FirstError error;
    const auto work = [&] {
        for (std::size_t i = next++; i < n && !error.failed(); i = next++) {
            try {
                item(i);
            } catch (...) {
                error.keep(i, std::current_exception());
            }
        }
    };
    const auto helpers = std::min<std::size_t>(jobs.count(), n) - (n == 0 ? 0 : 1);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < helpers; ++i) threads.emplace_back(work);
        work();
    }
    error.rethrow();
}

} // namespace cityweave::base
