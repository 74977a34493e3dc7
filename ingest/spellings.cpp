#include "ingest/spellings.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace cityweave::ingest {

namespace {

std::string digits_of(const std::string& key) {
    std::string digits;
    std::copy_if(key.begin(), key.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

/// The key, and the key without each of its letters: two keys one letter apart share one of these.
std::vector<std::string> with_a_letter_less(const std::string& key) {
    std::vector<std::string> variants{key};
    for (std::size_t i = 0; i < key.size(); ++i) variants.push_back(key.substr(0, i) + key.substr(i + 1));
    return variants;
}

} // namespace

std::string identity_key(const std::string& name) {
    auto key = base::slug(name);
    std::erase(key, '-');
    return key;
}

bool is_misspelt(const Spelling& a, const Spelling& b) {
    constexpr std::size_t shortest = 8;
    if (std::min(a.key.size(), b.key.size()) < shortest || a.key.back() != b.key.back() || digits_of(a.key) != digits_of(b.key))
        return false;
    if (base::edit_distance(a.key, b.key, 1) != 1) return false;
    std::vector<std::uint64_t> shared;
    std::set_intersection(a.places.begin(), a.places.end(), b.places.begin(), b.places.end(), std::back_inserter(shared));
    return shared.size() >= 2 && shared.size() * 2 >= std::min(a.places.size(), b.places.size());
}

std::map<std::string, std::string> misspelt_keys(const std::map<std::string, Spelling>& spellings, const std::set<std::string>& known,
                                                 const std::map<std::string, std::size_t>& order) {
    constexpr std::size_t most_alike = 20; // a bound on work: no programme has as many names one letter apart
    std::map<std::string, std::vector<const Spelling*>> alike;
    for (const auto& [key, spelling] : spellings)
        for (auto& variant : with_a_letter_less(key)) alike[std::move(variant)].push_back(&spelling);
    std::map<std::string, std::string> meant;
    for (const auto& [variant, group] : alike)
        for (std::size_t i = 0; i < std::min(group.size(), most_alike); ++i)
            for (std::size_t j = 0; j < i; ++j) {
                const auto* right = group[j];
                const auto* wrong = group[i];
                if (!is_misspelt(*right, *wrong) || (known.contains(right->key) && known.contains(wrong->key))) continue;
                const bool swapped =
                    known.contains(wrong->key) || (!known.contains(right->key) && order.at(wrong->key) < order.at(right->key));
                if (swapped) std::swap(right, wrong);
                if (!meant.contains(right->key)) meant.try_emplace(wrong->key, right->key);
            }
    return meant;
}

} // namespace cityweave::ingest
