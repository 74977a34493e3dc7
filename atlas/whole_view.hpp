// A view of an atlas that is in memory whole, as one from a file is. Knows no store.
#pragma once

#include "atlas/view.hpp"

#include <filesystem>
#include <optional>

namespace cityweave::atlas {

class WholeView : public AtlasView {
public:
    /// The index of places is built with the first question, or, given a file, kept there as Neighbourhood does.
    explicit WholeView(Atlas atlas, std::filesystem::path index_file = {})
        : atlas_(std::make_shared<const Atlas>(std::move(atlas))), index_file_(std::move(index_file)) {}

    [[nodiscard]] std::shared_ptr<const Atlas> whole() override { return atlas_; }
    [[nodiscard]] std::shared_ptr<const Atlas> part(const Wanted&) override { return atlas_; }
    [[nodiscard]] std::vector<std::string> countries() override;
    [[nodiscard]] Answer answer(const Question& question) override;

private:
    const Neighbourhood& neighbourhood();
    std::shared_ptr<const Atlas> atlas_;
    std::filesystem::path index_file_;
    std::optional<Neighbourhood> neighbourhood_;
};

} // namespace cityweave::atlas
